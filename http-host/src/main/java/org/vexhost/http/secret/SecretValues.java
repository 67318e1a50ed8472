package org.vexhost.http.secret;

/** The requirements on a value, so that it fits into a header and can be found in a response. */
final class SecretValues {

    /** The minimum length of a value, in bytes; shorter ones would be found by chance. */
    static final int MIN_BYTES = 16;

    /** The maximum length of a value, in bytes: 4 KiB. */
    static final int MAX_BYTES = 4096;

    private SecretValues() {}

    /**
     * Checks a value.
     *
     * @throws UnusableSecretException if its length is out of bounds, it contains anything except
     *     visible ASCII and spaces, or it begins or ends with a space
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
