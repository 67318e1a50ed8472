package org.vexhost.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.vexhost.api.SecretSource;

/** Secrets that a test can change. */
public record MapSource(Map<String, String> values) implements SecretSource {

    @Override
    public Set<String> names() {
        return values.keySet();
    }

    @Override
    public Optional<byte[]> read(String name) {
        if (name.equals("HANGS")) {
            while (true) {
                // Whatever it is told.
                LockSupport.parkNanos(1_000_000_000L);
            }
        }
        return Optional.ofNullable(values.get(name))
                .map(value -> value.getBytes(StandardCharsets.ISO_8859_1));
    }
}
