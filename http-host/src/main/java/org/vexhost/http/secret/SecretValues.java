package org.vexhost.http.secret;

/**
 * Checks the values of secrets. A value must be valid in a header field, and long enough to be
 * found in responses.
 */
final class SecretValues {

    /**
     * The minimum length of a value, in bytes. Shorter values could occur in a response by chance.
     */
    static final int MIN_BYTES = 16;

    /** The maximum length of a value, in bytes: 4 KiB. */
    static final int MAX_BYTES = 4096;

    private SecretValues() {}

    /**
     * Checks a value.
     *
     * @throws UnusableSecretException if the length is out of bounds, if the value contains
     *     anything except visible ASCII and spaces, or if it begins or ends with a space
     */
    static byte[] require(byte[] value) {
        if (value.length < MIN_BYTES || value.length > MAX_BYTES) {
            throw new UnusableSecretException(
                    "is not %d to %d bytes long".formatted(MIN_BYTES, MAX_BYTES));
        }
        for (byte each : value) {
            if (each < ' ' || each > '~') {
                throw new UnusableSecretException("holds a byte that is not visible ASCII");
            }
        }
        if (value[0] == ' ' || value[value.length - 1] == ' ') {
            throw new UnusableSecretException("begins or ends with a space");
        }
        return value;
    }
}
