package org.vexhost.gateway.mcp.message;

import org.vexhost.api.Json;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/** The configuration of the JSON library in this package. */
final class JsonRpc {

    static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(Json.MAX_DEPTH)
                                    .maxStringLength(Json.MAX_BYTES)
                                    .maxNameLength(Json.MAX_BYTES)
                                    .maxNumberLength(Json.MAX_BYTES)
                                    .maxTokenCount(-1)
                                    .maxDocumentLength(-1)
                                    .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    // All clients would share the table of property names, and clients choose the
                    // names.
                    .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                    .build();

    private JsonRpc() {}
}
