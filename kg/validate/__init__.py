"""Validation: shapes against data, findings, and which events a finding sets aside."""
