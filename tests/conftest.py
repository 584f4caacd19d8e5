"""What all tests share: this folder is on the path, so that they can import the sample makers."""
