# The app and its workers. By default torch comes as requirements.txt has it, which runs on processors and on NVIDIA's
# cards. An image for processors alone is a third as large: name an index that has torch and torchvision built so, as
# pytorch.org does: docker compose build --build-arg TORCH_INDEX=https://...
FROM python:3.11-slim-bookworm AS packages
ARG TORCH_INDEX=""
WORKDIR /srv
COPY requirements.txt ./
# Both of one build: torch for processors with another torchvision fails when it is loaded.
RUN python -m venv /opt/venv \
    && if [ -n "$TORCH_INDEX" ]; then \
         grep -E "^torch(vision)?[<>=]" requirements.txt > torch.txt \
         && /opt/venv/bin/pip install --no-cache-dir --index-url "$TORCH_INDEX" -r torch.txt; \
       fi \
    && /opt/venv/bin/pip install --no-cache-dir -r requirements.txt

FROM python:3.11-slim-bookworm
# What is written lies in volumes and in /tmp; everything else may be read-only.
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin explorer \
    && install -d -o explorer -g explorer -m 700 /data /weights
# For backups: the client of the same version as the server.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client-15 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=packages /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOME=/tmp \
    EXPLORER_DATA=/data \
    TORCH_HOME=/weights
WORKDIR /srv/explorer
COPY . .
RUN python -m compileall -q -j 0 explorer pages app.py
USER 10001
EXPOSE 8501
VOLUME ["/data", "/weights"]
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8501/healthz', timeout=4)"]
CMD ["streamlit", "run", "app.py", "--server.headless", "true", "--server.address", "0.0.0.0", "--server.port", "8501"]
