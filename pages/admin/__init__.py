"""Admin: how this server is, for those who run it; jobs to stop, downloads and uploads to switch off."""
