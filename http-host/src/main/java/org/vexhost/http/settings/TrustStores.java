package org.vexhost.http.settings;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Creates the TLS contexts for requests. They trust the certificate authorities of the JDK, and
 * those in a file.
 */
public final class TrustStores {

    private static final int MAX_BYTES = 4 << 20;

    private TrustStores() {}

    /**
     * Returns a context that trusts the certificates in a file in addition to those of the JDK.
     *
     * @param file the file; PKCS #12 if its name ends in {@code .p12} or {@code .pfx}, otherwise
     *     PEM
     * @param password the password of a PKCS #12 file
     * @throws IOException if the file cannot be read, is too large or contains no certificate
     * @throws GeneralSecurityException if the file cannot be parsed
     */
    public static SSLContext with(Path file, String password)
            throws IOException, GeneralSecurityException {
        List<Certificate> all = new ArrayList<>(read(file, password));
        if (all.isEmpty()) {
            throw new IOException("file holds no certificate");
        }
        for (TrustManager manager : managers(null)) {
            if (manager instanceof X509TrustManager known) {
                Collections.addAll(all, known.getAcceptedIssuers());
            }
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (int i = 0; i < all.size(); i++) {
            store.setCertificateEntry("authority" + i, all.get(i));
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers(store), null);
        return context;
    }

    private static TrustManager[] managers(@Nullable KeyStore store)
            throws GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static Collection<? extends Certificate> read(Path file, String password)
            throws IOException, GeneralSecurityException {
        byte[] bytes;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            throw new IOException("file exceeds %d bytes".formatted(MAX_BYTES));
        }
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.endsWith(".p12") || name.endsWith(".pfx")
                ? ofStore(bytes, password)
                : CertificateFactory.getInstance("X.509")
                        .generateCertificates(new ByteArrayInputStream(bytes));
    }

    private static List<Certificate> ofStore(byte[] bytes, String password)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(bytes), password.toCharArray());
        List<Certificate> all = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            // The certificate of a private key must not become trusted, which the operator may not
            // intend.
            if (store.isCertificateEntry(alias)
                    && store.getCertificate(alias) instanceof X509Certificate authority) {
                all.add(authority);
            }
        }
        return all;
    }
}
