"""Content Credentials (C2PA) that a vendor put into a file: read, checked against the file, never written.

Pure but for ``keeping``. Nothing is trusted: parts, sizes and depths are bounded, and whatever the bytes are, the
answer is a state and no error. Facts of the wire: C2PA 2.1 technical specification, sections 11 (JUMBF), 13 (COSE) and
appendix A (embedding); ISO 19566-5 (JUMBF); RFC 9052 (COSE_Sign1); RFC 8949 (CBOR).
"""
