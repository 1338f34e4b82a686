"""Every SELECT that Risk alone needs, and every change of what it keeps."""
