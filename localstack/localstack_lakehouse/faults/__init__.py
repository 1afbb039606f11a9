"""Faults that a test asks for: any operation of any service fails, is lost, comes late, or comes twice."""
