"""The rules of action tracking, a file an idea. Pure: no await, no I/O, no clock."""
