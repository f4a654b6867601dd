"""The writing desk: texts are revised or written, and every change can be seen and refused."""
