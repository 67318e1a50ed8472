package org.vexhost.ssh.key;

/**
 * A key that may sign in.
 *
 * @param name the name in the audit log
 * @param fingerprint the fingerprint as OpenSSH shows it, {@code SHA256:…}
 */
public record AuthorizedKey(String name, String fingerprint) {}
