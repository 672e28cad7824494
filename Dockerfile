# syntax=docker/dockerfile:1
FROM debian:bookworm-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends \
      g++ cmake ninja-build pkg-config libboost1.81-dev rapidjson-dev libfmt-dev libcli11-dev \
      libre2-dev libutf8proc-dev libssl-dev libtomlplusplus-dev prometheus-cpp-dev zlib1g-dev \
      libsoci-dev libsqlite3-dev libpq-dev nodejs npm \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY web/package.json web/package-lock.json web/.npmrc web/
RUN npm ci --prefix web --omit=dev --no-audit --no-fund
COPY web web
COPY CMakeLists.txt CMakePresets.json ./
COPY cmake cmake
COPY src src
RUN cmake --preset release -DCRAMP_TESTS=OFF -DCRAMP_BENCH=OFF \
    && cmake --build build/release --target cramp-cds \
    && strip build/release/cramp-cds

FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libfmt9 libre2-9 libutf8proc2 libssl3 \
      libtomlplusplus3 libprometheus-cpp-core1.0 \
      libsoci-sqlite3-4.0 libsoci-postgresql4.0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin cramp \
    && install -d -o cramp -m 700 /var/lib/cramp-cds
COPY --from=build /source/build/release/cramp-cds /usr/bin/cramp-cds
COPY profiles /usr/share/cramp-cds/profiles
COPY rules /usr/share/cramp-cds/rules
USER 10001
EXPOSE 8080 8443
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=2s CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8081; printf 'GET /health/ready HTTP/1.0\\r\\n\\r\\n' >&3; head -n 1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["cramp-cds"]
CMD ["serve", "--dev", "--listen", "0.0.0.0:8080", "--content", "/usr/share/cramp-cds"]
