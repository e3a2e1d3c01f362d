"""The program of the child process that opens a file: bytes in, cells and facts as JSON out."""
