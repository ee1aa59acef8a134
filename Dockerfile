# One image, several roles: web (default), provider, media, control, beat, prepare. Not root.
FROM python:3.11-slim-bookworm AS build
WORKDIR /app
COPY requirements/deploy.txt requirements/
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements/deploy.txt

FROM python:3.11-slim-bookworm
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DATA_DIR=/data HOST=0.0.0.0 PORT=8000
RUN useradd --system --uid 10001 --home /data --shell /usr/sbin/nologin pinacoteca \
    && install -d -o pinacoteca -g pinacoteca -m 0700 /data
WORKDIR /app
COPY --from=build /venv /venv
COPY manage.py pyproject.toml ./
COPY studio studio
COPY gallery gallery
COPY templates templates
COPY static static
COPY locale locale
RUN SECRET_KEY=build DATA_DIR=/tmp/build python manage.py prepare --static && rm -rf /tmp/build
COPY docker/role /usr/local/bin/role
USER pinacoteca
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=4s --start-period=30s CMD ["role", "health"]
ENTRYPOINT ["role"]
CMD ["web"]
