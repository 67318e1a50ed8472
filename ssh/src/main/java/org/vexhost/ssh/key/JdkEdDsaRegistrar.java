package org.vexhost.ssh.key;

import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.Optional;
import org.apache.sshd.common.util.security.AbstractSecurityProviderRegistrar;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.common.util.security.eddsa.generic.EdDSASupport;
import org.jspecify.annotations.Nullable;

/**
 * Tells the SSH library to use the JDK for Ed25519. By itself, the library uses it only with Bouncy
 * Castle or net.i2p. For everything else, this registrar changes nothing.
 */
public final class JdkEdDsaRegistrar extends AbstractSecurityProviderRegistrar {

    private static final @Nullable Provider PROVIDER = provider();

    private JdkEdDsaRegistrar() {
        super("JdkEdDSA");
    }

    /** Registers the JDK's Ed25519, once. Must precede any other use of the library. */
    public static void register() {
        if (isAvailable()) {
            SecurityUtils.registerSecurityProvider(new JdkEdDsaRegistrar());
        }
    }

    /** Whether the JDK supports Ed25519. */
    static boolean isAvailable() {
        return PROVIDER != null;
    }

    private static @Nullable Provider provider() {
        try {
            return KeyPairGenerator.getInstance(JdkEdDsa.ALGORITHM).getProvider();
        } catch (NoSuchAlgorithmException e) {
            return null;
        }
    }

    @Override
    public boolean isSupported() {
        return isAvailable();
    }

    @Override
    public String getProviderName() {
        return PROVIDER == null ? "" : PROVIDER.getName();
    }

    @Override
    public @Nullable Provider getSecurityProvider() {
        return PROVIDER;
    }

    @Override
    public boolean isNamedProviderUsed() {
        return false;
    }

    @Override
    public Optional<EdDSASupport<?, ?>> getEdDSASupport() {
        return Optional.of(new JdkEdDsa());
    }
}
