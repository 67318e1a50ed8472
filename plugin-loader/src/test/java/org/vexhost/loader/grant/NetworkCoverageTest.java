package org.vexhost.loader.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vexhost.api.ErrorDetail.MissingCapability;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.loader.capability.NetworkCapability;
import org.vexhost.loader.capability.RequestedCapabilities;

@DisplayName("A request for the network")
class NetworkCoverageTest {

    private static List<String> missing(String requested, String granted) {
        Grant.Network origin = (Grant.Network) NetworkCapability.parse(requested);
        List<Grant> grants =
                Arrays.stream(granted.split(" ", -1)).map(NetworkCapability::parse).toList();
        return Coverage.missing(
                        RequestedCapabilities.of(List.of(new NetworkCapability.Origin(origin))),
                        Grants.of(grants))
                .stream()
                .map(MissingCapability::values)
                .flatMap(List::stream)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://a.b|https://a.b",
                "https://a.b=GET|https://a.b",
                "https://a.b=GET|https://a.b=GET",
                "https://a.b=GET|https://a.b=GET,POST",
                "https://a.b=GET|https://*.b.c https://a.b=GET",
                "https://a.b=GET,POST|https://a.b=GET https://a.b=POST",
                "https://a.b|https://a.b=GET,HEAD,POST,PUT https://a.b=PATCH,DELETE,OPTIONS",
                "https://x.a.b=GET|https://*.a.b=GET",
                "https://*.a.b=GET|https://*.a.b=GET",
                "https://*.x.a.b=GET|https://*.a.b=GET",
            })
    void isCovered(String requested, String granted) {
        assertEquals(List.of(), missing(requested, granted));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://a.b|https://a.b=GET",
                "https://a.b|https://a.b=GET,HEAD,POST,PUT,PATCH,DELETE",
                "https://a.b=GET,POST|https://a.b=GET",
                "https://a.b=GET|https://a.b=POST",
                "https://a.b=GET|http://a.b=GET",
                "https://a.b=GET|https://a.b:8443",
                "https://*.a.b=GET|https://x.a.b=GET",
                "https://*.a.b=GET|https://a.b=GET",
                "https://10.0.0.1=GET|10.0.0.0/8",
            })
    void isMissing(String requested, String granted) {
        assertEquals(List.of(requested), missing(requested, granted));
    }
}
