# One image for web, worker, beat and migrate.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DJANGO_SETTINGS_MODULE=kraken_support.settings.base
WORKDIR /app

COPY requirements/runtime.txt requirements/runtime.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/runtime.txt

COPY . .
# Static files and translations are made once, here; the key is not kept.
RUN SECRET_KEY=only-to-collect-static-files STATIC_DIR=/app/static-collected DATA_DIR=/tmp/build \
    python manage.py i18n_compile && \
    SECRET_KEY=only-to-collect-static-files STATIC_DIR=/app/static-collected DATA_DIR=/tmp/build \
    python manage.py collectstatic --noinput --verbosity 0 && \
    useradd --system --uid 10001 --home-dir /app portal && \
    mkdir /data && chown portal /data
USER portal
VOLUME /data
EXPOSE 8000
CMD ["python", "-m", "granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "1", "--blocking-threads", "64", "--no-ws", "kraken_support.wsgi:application"]
