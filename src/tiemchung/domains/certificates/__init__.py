"""Certificates: signed proofs of vaccination, and the verdict on anybody's certificate.

The pure part knows two signed texts, the international `HC1:` (EU DCC) for people whose identity
is verified and the national `VN1:` for all others (decision 0007), the issuer's key file, the
list of trusted keys and the verifier. Only the signing worker opens the issuer's key file; the
verifier needs public certificates alone.
"""
