"""The version of the software, in one place: package metadata, extractor names and ``kg info`` read it from here."""

__version__ = "0.1.0"
