"""Papers of a person: letters, identity papers and proofs, sent by them or scanned by a worker, seen as pictures."""
