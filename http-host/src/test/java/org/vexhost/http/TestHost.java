package org.vexhost.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import org.vexhost.api.Grant;
import org.vexhost.http.address.NameResolver;
import org.vexhost.http.exchange.HttpHost;
import org.vexhost.http.exchange.HttpLimits;
import org.vexhost.http.exchange.ProxyAddress;
import org.vexhost.http.secret.Secrets;

/** The module over names that a test knows. */
public final class TestHost implements AutoCloseable {

    /** Opens the loopback addresses, where the servers of the tests are. */
    public static final Grant LOOPBACK = new Grant.AddressRange("127.0.0.0/8");

    public final Map<String, List<String>> names = new ConcurrentHashMap<>();
    public final Map<String, String> values = new ConcurrentHashMap<>();
    public final Secrets secrets;
    public final HttpHost host;
    public final HttpModule module;

    public TestHost() throws Exception {
        this(HttpLimits.DEFAULT, SSLContext.getDefault());
    }

    public TestHost(HttpLimits limits, SSLContext tls) {
        this(limits, tls, null);
    }

    /** With a source of secrets that never gives HANGS, and is waited for as long as this. */
    public TestHost(Duration patience) throws Exception {
        this(HttpLimits.DEFAULT, SSLContext.getDefault(), null, patience);
    }

    public TestHost(HttpLimits limits, SSLContext tls, NameResolver resolver) {
        this(limits, tls, resolver, Duration.ofSeconds(30));
    }

    private TestHost(HttpLimits limits, SSLContext tls, NameResolver resolver, Duration patience) {
        secrets = new Secrets(new MapSource(values), patience);
        host = new HttpHost(limits, resolver == null ? this::resolve : resolver, tls);
        module = new HttpModule(host, secrets);
    }

    /** All requests go through a proxy. */
    public TestHost(SSLContext tls, ProxyAddress proxy) {
        secrets = new Secrets(new MapSource(values), Duration.ofSeconds(30));
        host = new HttpHost(HttpLimits.DEFAULT, this::resolve, () -> tls, Optional.of(proxy));
        module = new HttpModule(host, secrets);
    }

    /** With settings as the framework has them. */
    public TestHost(Path home, Map<String, Object> settings) throws Exception {
        secrets = new Secrets(new MapSource(values), Duration.ofSeconds(30));
        module = new HttpModule(home, settings, this::resolve, secrets);
        host = module.host();
    }

    public static List<InetAddress> addresses(String... texts) throws UnknownHostException {
        InetAddress[] all = new InetAddress[texts.length];
        for (int i = 0; i < texts.length; i++) {
            all[i] = InetAddress.getByName(texts[i]);
        }
        return Arrays.asList(all);
    }

    private List<InetAddress> resolve(String name) throws UnknownHostException {
        List<String> known = names.get(name);
        if (known == null) {
            throw new UnknownHostException(name);
        }
        return addresses(known.toArray(String[]::new));
    }

    public Guest guest(String tool, Grant... grants) {
        return new Guest(module, new FakeContext(tool, grants));
    }

    @Override
    public void close() {
        module.close();
        secrets.close();
    }
}
