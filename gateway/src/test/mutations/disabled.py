#!/usr/bin/env python3
"""Disables the gateway's checks one at a time, and shows that tests fail each time.

    gateway/src/test/mutations/disabled.py [--class-path FILE] [NAME...]

Each check is disabled by a change of one place of the source, in a temporary copy; the working tree
stays as it is. FILE has the class path of the module's tests in one line; without it, Maven says it,
which compiles the module first. NAMEs choose some of the checks, which --list prints. Needs a JDK,
Maven and python3. Ends with the number of checks that can be disabled without a test noticing.
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[3]
MODULE = ROOT / "gateway"
PACKAGE = "org.vexhost.gateway"

GATE = ("http/gate/Gate.java", ["http.gate.GateTest"])
FRONT = ("http/servlet/FrontServlet.java", ["http.servlet.FrontServletTest"])
BUFFER = ("http/servlet/BodyBuffer.java", ["http.servlet.BodyBufferTest"])
HEADERS = ("mcp/RequestHeaders.java", ["mcp.ModernRouteTest"])
ROUTE = ("mcp/McpRoute.java", ["mcp.ModernRouteTest", "mcp.LegacyRouteTest"])
SESSIONS = ("mcp/McpSessions.java", ["mcp.LegacyRouteTest"])
BOOK = ("caller/book/CallerBook.java", ["caller.book.CallerBookTest", "caller.book.SignedTokensTest"])
ENTRY = ("caller/book/CallerEntry.java", ["caller.book.CallerBookTest", "caller.book.SignedTokensTest"])
JWT = ("caller/jwt/JwtVerifier.java", ["caller.book.SignedTokensTest"])
FETCH = ("caller/jwt/KeyFetch.java", ["caller.jwt.KeyFetchTest"])
KEYS = ("caller/jwt/KeySet.java", ["caller.jwt.KeySetTest", "caller.book.SignedTokensTest"])
QUOTAS = ("caller/quota/CallerQuotas.java", ["caller.quota.CallerQuotasTest"])
CALLS = ("mcp/core/ToolCalls.java", ["mcp.ToolCallTest", "mcp.ModernRouteTest"])
READER = ("mcp/message/MessageReader.java", ["mcp.message.MessageReaderTest"])
LISTEN = ("http/settings/HttpSettings.java", ["http.settings.HttpSettingsTest"])

# Name: place, what stands there, what stands there instead.
CHECKS = {
    "origin": (GATE, "origin != null && !origins.mayCall(origin)", "false"),
    "host": (GATE, "host == null || !origins.isOwnHost(host)", "host == null"),
    "authentication": (
        GATE,
        "&& settings.isAnonymous()\n                && isFromHere(request)",
        "",
    ),
    "anonymous-from-elsewhere": (GATE, "&& isFromHere(request)", ""),
    "scheme-of-tokens": (GATE, "isBearer ? value", "!isBearer ? value"),
    "forwarded-addresses": (
        GATE,
        "forwarded == null || !settings.trustedProxies().contains(peer)",
        "forwarded == null",
    ),
    "roles": (
        FRONT,
        "route.get().role().isPresent() && !access.has(route.get().role().get())",
        "false",
    ),
    "admin-listener": (FRONT, "!settings.hasAdminListener()", "true"),
    "body-limit-declared": (FRONT, "declared > max", "false"),
    "body-limit": (BUFFER, "length + (long) count > max", "false"),
    "body-budget": (BUFFER, "!hold(taken + next)", "false"),
    "header-version": (
        HEADERS,
        'require(exchange, VERSION, Envelope.version(request.params()).orElse(""));',
        "",
    ),
    "header-method": (HEADERS, "require(exchange, METHOD, request.method());", ""),
    "header-name": (HEADERS, "require(exchange, NAME, name.get());", ""),
    "header-parameters": (HEADERS, "mismatch.isPresent()", "false"),
    "version": (ROUTE, "Envelope.requireKnownVersion(request.params());", ""),
    "version-complete": (
        ROUTE,
        "Envelope.requireComplete(request.params());\n        RequestHeaders",
        "RequestHeaders",
    ),
    "version-of-session": (
        ROUTE,
        "named.isPresent() && !Era.LEGACY.versions().contains(named.get())",
        "false",
    ),
    "content-type": (ROUTE, '!isJson(exchange.header("Content-Type").orElse(""))', "false"),
    "session-of-another": (
        SESSIONS,
        "session == null || !session.owner().equals(CallerKey.of(caller))",
        "session == null",
    ),
    "session-expiry": (
        SESSIONS,
        "nowNanos - each.usedNanos() > MAX_IDLE.toNanos()",
        "nowNanos < 0 && nowNanos > 0",
    ),
    "token-throttle": (BOOK, "throttle.waitSeconds(credentials.address()) == 0", "true"),
    "removed-caller": (BOOK, ".forEach(CallerEntry::end)", ".forEach(entry -> {})"),
    "token-length": (BOOK, "token.length() > MAX_TOKEN_LENGTH", "false"),
    "cached-token": (
        BOOK,
        "cached.access.isEnded() || !clock.instant().isBefore(cached.until)",
        "false",
    ),
    "tools-of-caller": (ENTRY, "!isEnded() && entry.settings.tools().matches(tool)", "!isEnded()"),
    "jwt-expiry-of-access": (
        ENTRY,
        "base.isEnded() || !clock.instant().isBefore(end)",
        "base.isEnded()",
    ),
    "jwt-issuer": (JWT, "jwt.issuer().equals(claims.getIssuer())", "true"),
    "jwt-audience": (JWT, "claims.getAudience().contains(jwt.audience())", "true"),
    "jwt-expiry": (JWT, "now.isBefore(expiry.toInstant())", "true"),
    "jwt-not-before": (JWT, "isPast(claims.getNotBeforeTime(), now)", "true"),
    "jwt-denied": (JWT, "!jwt.denied().contains(subject)", "true"),
    "jwt-denied-id": (
        JWT,
        "(claims.getJWTID() == null || !jwt.denied().contains(claims.getJWTID()))",
        "true",
    ),
    "jwt-algorithm": (JWT, "!jwt.algorithms().contains(algorithm.getName())", "false"),
    "jwt-signature": (JWT, "fits(key, algorithm) && verifies(token, header, key)", "true"),
    "keys-https": (FETCH, '!"https".equalsIgnoreCase(uri.getScheme())', "false"),
    "keys-redirect": (
        FETCH,
        "client.followRedirects() != HttpClient.Redirect.NEVER",
        "false",
    ),
    "keys-status": (FETCH, "response.statusCode() != 200", "false"),
    "keys-size": (
        ("caller/jwt/BoundedBody.java", ["caller.jwt.KeyFetchTest"]),
        "part.remaining() > maxBytes - bytes.size()",
        "false",
    ),
    "keys-interval": (
        KEYS,
        "Duration.between(lastTry, now).compareTo(least) >= 0",
        "true",
    ),
    "quota-tools": (QUOTAS, "!settings.tools().matches(call.tool())", "false"),
    "quota-per-minute": (QUOTAS, "wait > 0", "false"),
    "quota-at-once": (
        QUOTAS,
        "atOnce.isPresent() && counter.running >= atOnce.getAsLong()",
        "false",
    ),
    "quota-fuel": (
        QUOTAS,
        "perDay.isPresent() && fuel.used(name) >= perDay.getAsLong()",
        "false",
    ),
    "mcp-tools-of-caller": (CALLS, "!inquiry.access().maySee(name)", "false"),
    "loopback": (LISTEN, "if (!hasCallers) {", "if (false) {"),
    "tls": (LISTEN, "tls.isEmpty() && !isBehindTlsProxy", "false"),
}


def class_path(file):
    if file:
        return file.read_text().strip()
    with tempfile.TemporaryDirectory() as folder:
        told = pathlib.Path(folder) / "class-path"
        maven = ["mvn", "-q", "-B", "-ntp", "-pl", "gateway", "-am", "test-compile"]
        subprocess.run(
            [*maven, "dependency:build-classpath", f"-Dmdep.outputFile={told}"],
            cwd=ROOT,
            check=True,
        )
        return told.read_text().strip()


def with_launcher(path):
    """Surefire has the launcher beside the engine that the class path names."""
    engines = [jar for jar in path.split(os.pathsep) if "junit-platform-engine" in jar]
    launchers = [jar.replace("junit-platform-engine", "junit-platform-launcher") for jar in engines]
    return os.pathsep.join([path, *launchers])


def javac(path, target, files):
    return subprocess.run(
        ["javac", "--release", "17", "-nowarn", "-proc:none", "-parameters", "-cp", path]
        + ["-d", str(target), *map(str, files)],
        capture_output=True,
        text=True,
    )


class Copy:
    """Main classes and tests of the module, compiled beside it."""

    def __init__(self, folder, path):
        self.folder, self.path = folder, path
        self.classes, self.tests = folder / "classes", folder / "tests"
        self.main = folder / "main"
        shutil.copytree(MODULE / "src/main/java", self.main)
        self.compile(self.classes, path, list(self.main.rglob("*.java")))
        sources = list((MODULE / "src/test/java").rglob("*.java"))
        self.compile(self.tests, f"{self.classes}{os.pathsep}{path}", sources)
        shutil.copytree(MODULE / "src/test/resources", self.tests, dirs_exist_ok=True)

    def compile(self, target, path, files):
        done = javac(path, target, files)
        if done.returncode != 0:
            raise SystemExit(done.stderr)

    def passes(self, patched, tests):
        """Whether tests pass, and what they said, with some classes in front of the others."""
        path = os.pathsep.join([str(patched), str(self.tests), str(self.classes), self.path])
        tests = [f"{PACKAGE}.{name}" for name in tests]
        ran = subprocess.run(
            ["java", "-cp", path, str(HERE / "RunTests.java"), *tests],
            capture_output=True,
            text=True,
            timeout=600,
        )
        if ran.returncode not in (0, 1):
            raise SystemExit(ran.stdout + ran.stderr)
        return ran.returncode == 0, ran.stdout

    def disable(self, file, before, after):
        """Compiles a class with one place changed; gives the folder of what came of it."""
        source = self.main / "org/vexhost/gateway" / file
        text = source.read_text()
        if text.count(before) != 1:
            raise SystemExit(f"{file} has {text.count(before)} places with: {before}")
        target = self.folder / "patched"
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir()
        source.write_text(text.replace(before, after))
        try:
            self.compile(target, f"{self.classes}{os.pathsep}{self.path}", [source])
        finally:
            source.write_text(text)
        return target


def failing(said):
    """The first test that failed."""
    lines = [line.strip() for line in said.splitlines()]
    named = [line for line in lines if line.startswith(("JUnit Jupiter:", "=>"))]
    return " ".join(named[:2])[:150]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--class-path", type=pathlib.Path)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    if options.list:
        print("\n".join(CHECKS))
        return
    unknown = set(options.names) - set(CHECKS)
    if unknown:
        parser.error("no check has the name " + ", ".join(sorted(unknown)))
    names = options.names or list(CHECKS)
    with tempfile.TemporaryDirectory(prefix="vexhost-disabled-") as folder:
        copy = Copy(pathlib.Path(folder), with_launcher(class_path(options.class_path)))
        tests = sorted({test for name in names for test in CHECKS[name][0][1]})
        empty = pathlib.Path(folder) / "empty"
        empty.mkdir()
        good, said = copy.passes(empty, tests)
        if not good:
            raise SystemExit("tests fail without a change:\n" + said)
        unnoticed = 0
        for name in names:
            (file, noticing), before, after = CHECKS[name]
            good, said = copy.passes(copy.disable(file, before, after), noticing)
            unnoticed += good
            print(f"{name:28} " + ("NOBODY NOTICES" if good else "red: " + failing(said)), flush=True)
    print(f"{len(names)} checks disabled, {unnoticed} of them unnoticed")
    raise SystemExit(min(unnoticed, 125))


main()
