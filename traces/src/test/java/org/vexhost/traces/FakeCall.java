package org.vexhost.traces;

import java.util.Map;
import java.util.Optional;
import org.vexhost.api.Caller;
import org.vexhost.api.InterceptedCall;
import org.vexhost.api.Json;
import org.vexhost.api.ToolCall;

/** A call of a tool that has a version, or of one that has none. */
record FakeCall(String tool, ToolCall call, Optional<String> version) implements InterceptedCall {

    static final String DIGEST = "sha256:" + "0".repeat(64);
    static final String SECRET = "open-sesame-4711";

    /** A call whose arguments are secret. */
    static FakeCall of(String tool, Optional<String> version, Map<String, String> attributes) {
        ToolCall.Builder call =
                ToolCall.builder(
                                Json.parse("{\"password\":\"" + SECRET + "\"}"),
                                Caller.of(Caller.Kind.CLIENT, "agent"))
                        .callId("call-1");
        attributes.forEach(call::attribute);
        return new FakeCall(tool, call.build(), version);
    }

    static FakeCall served(Map<String, String> attributes) {
        return of("echo", Optional.of("1.0.0"), attributes);
    }

    @Override
    public Optional<String> artifactDigest() {
        return version.map(known -> DIGEST);
    }
}
