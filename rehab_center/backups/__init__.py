"""Backups that are proven: one file with the database, the scans and the issued papers, and the way back from it.

**Backup** (bản sao lưu): what the centre knows at one moment, in one file, for the owner's eyes only, encrypted where a
recipient is set. **To prove** a backup is to restore it beside the living centre and to verify it there.
**The lost range** is what the living log knows and a backup does not: acts that have to be keyed again.

The keys are not in it: whoever finds a backup must not be able to seal a log.
"""
