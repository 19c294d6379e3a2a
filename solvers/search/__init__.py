"""The search for one aim: relaxation, restricted program, neighbourhoods, proof; and the blocks that a program falls into."""
