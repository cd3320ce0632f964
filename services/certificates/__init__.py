"""Certificates: turns an approved examination into a signed paper, keeps its standing, and tells anybody who asks.

It publishes what becomes of certificates and listens to testing (examinations, doubts about them, broken marks), to
complaints (requests to suspend) and to intake (names and addresses for printing).
"""
