"""Which services make the office: the one list of their names, each with what the start page says of it."""

# The order is that of their ports where each has one of its own, so a new one stands last.
SERVICES = {
    "intake": ("Permohonan, alat, pemohon", "Applications, instruments, parties"),
    "testing": ("Jadwal, sidang tera, pengujian", "Sessions, orders, examinations"),
    "certificates": ("SKHP, tanda tangan, verifikasi", "Certificates, signatures, verification"),
    "complaints": ("Pengaduan, tujuh tahap", "Complaints, seven stages"),
}
NAMES = tuple(SERVICES)
