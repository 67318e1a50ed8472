package org.vexhost.http.calls;

import static org.vexhost.sandbox.spi.GuestMemory.address;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.http.message.HttpError;
import org.vexhost.http.message.HttpException;
import org.vexhost.sandbox.spi.GuestMemory;
import org.vexhost.sandbox.spi.HostFunction;
import org.vexhost.sandbox.spi.NumberType;

/**
 * {@code vex.secret(name, name_len, to, len)}: copies the placeholder of a secret if it fits into
 * the buffer, and returns the size of the placeholder.
 */
final class SecretFunction {

    static final HostFunction<HttpSession> INSTANCE =
            new HostFunction<>(
                    "secret",
                    List.of(NumberType.I32, NumberType.I32, NumberType.I32, NumberType.I32),
                    Optional.of(NumberType.I32),
                    Optional.of(Capability.SECRET),
                    SecretFunction::placeholder);

    private static final int CALL = 10;
    private static final int MAX_NAME = 64;

    private SecretFunction() {}

    private static long placeholder(HttpSession session, GuestMemory memory, long[] arguments) {
        session.context().useFuel(CALL);
        long length = address(arguments[1]);
        memory.check(address(arguments[0]), length);
        long room = address(arguments[3]);
        memory.check(address(arguments[2]), room);
        try {
            byte[] placeholder =
                    session.secrets()
                            .placeholder(name(memory, address(arguments[0]), length))
                            .getBytes(StandardCharsets.US_ASCII);
            if (placeholder.length <= room) {
                memory.write(address(arguments[2]), placeholder, 0, placeholder.length);
            }
            return placeholder.length;
        } catch (HttpException e) {
            return session.failed(0, e);
        }
    }

    private static String name(GuestMemory memory, long start, long length) throws HttpException {
        byte[] bytes = new byte[(int) Math.min(length, MAX_NAME + 1)];
        memory.read(start, bytes, 0, bytes.length);
        try {
            return Grant.Secret.requireName(new String(bytes, StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw new HttpException(HttpError.INVALID, String.valueOf(e.getMessage()), e);
        }
    }
}
