package org.vexhost.http.exchange;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.vexhost.api.AddressLiterals;
import org.vexhost.api.AddressPrefix;
import org.vexhost.api.Capability;
import org.vexhost.http.address.AddressRules;
import org.vexhost.http.address.LookUps;
import org.vexhost.http.message.HttpError;
import org.vexhost.http.message.HttpException;
import org.vexhost.http.message.RequestUrl;
import org.vexhost.sandbox.spi.CallContext;
import org.vexhost.sandbox.spi.Denial;

/** Resolves the host of a request, and checks whether each of its addresses may be reached. */
final class PinnedAddresses {

    /** The maximum number of addresses that are tried. */
    private static final int MAX_ADDRESSES = 64;

    private final LookUps lookUps;
    private final Optional<ProxyAddress> proxy;

    PinnedAddresses(LookUps lookUps, Optional<ProxyAddress> proxy) {
        this.lookUps = lookUps;
        this.proxy = proxy;
    }

    /**
     * Returns the addresses to which the request may connect, in order.
     *
     * @throws HttpException with NAME if there are no addresses, or with DENIED if any of them is
     *     forbidden
     */
    InetAddress[] of(CallContext context, RequestUrl url, Duration wait)
            throws HttpException, InterruptedException {
        String tool = context.tool();
        // The proxy resolves names. A literal address is checked here, even if the proxy connects
        // to it.
        if (proxy.isPresent() && url.literal().isEmpty()) {
            return ofProxy(tool, proxy.get(), wait);
        }
        List<InetAddress> found = find(tool, url, wait);
        List<AddressPrefix> granted = context.grants().addressPrefixes();
        for (InetAddress address : found) {
            String kind = AddressRules.forbids(address, granted).orElse("");
            if (!kind.isEmpty()) {
                context.denied(new Denial(tool, "http_start", Capability.NETWORK, range(address)));
                throw new HttpException(
                        HttpError.DENIED,
                        "host '%s' has an address that is not public [%s, %s]"
                                .formatted(url.host(), AddressRules.text(address), kind));
            }
        }
        return proxy.isPresent()
                ? ofProxy(tool, proxy.get(), wait)
                : found.stream().limit(MAX_ADDRESSES).toArray(InetAddress[]::new);
    }

    /** Returns the address range that contains only this address. */
    private static String range(InetAddress address) {
        return AddressRules.text(address) + "/" + 8 * address.getAddress().length;
    }

    /**
     * Returns the proxy's addresses. They are not checked, because the operator chose the proxy.
     */
    private InetAddress[] ofProxy(String tool, ProxyAddress at, Duration wait)
            throws HttpException, InterruptedException {
        try {
            Optional<byte[]> literal = AddressLiterals.parse(at.host());
            List<InetAddress> found =
                    literal.isPresent()
                            ? List.of(InetAddress.getByAddress(literal.get()))
                            : lookUps.find(tool, at.host(), wait);
            return found.stream().limit(MAX_ADDRESSES).toArray(InetAddress[]::new);
        } catch (UnknownHostException e) {
            throw new HttpException(
                    HttpError.CONNECT,
                    "address of the host's proxy was not found [%s]".formatted(e.getMessage()),
                    e);
        }
    }

    private List<InetAddress> find(String tool, RequestUrl url, Duration wait)
            throws HttpException, InterruptedException {
        try {
            if (url.literal().isPresent()) {
                return List.of(InetAddress.getByAddress(url.literal().get()));
            }
            return lookUps.find(tool, url.host(), wait);
        } catch (UnknownHostException e) {
            throw new HttpException(
                    HttpError.NAME,
                    "address of '%s' was not found [%s]".formatted(url.host(), e.getMessage()),
                    e);
        }
    }
}
