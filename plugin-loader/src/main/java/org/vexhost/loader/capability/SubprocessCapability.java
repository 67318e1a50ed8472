package org.vexhost.loader.capability;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.loader.json.JsonCursor;
import org.vexhost.loader.json.JsonFormException;

/**
 * The capability to start processes. It exists only so that a request of it can be rejected by
 * name.
 */
final class SubprocessCapability extends CapabilityType {

    SubprocessCapability() {
        super(Capability.SUBPROCESS);
    }

    @Override
    public boolean isNeverGranted() {
        return true;
    }

    @Override
    List<String> grantMembers() {
        return List.of("subprocess");
    }

    @Override
    List<Grant> readGrants(String member, JsonCursor cursor, Path own) throws JsonFormException {
        throw cursor.problem("is never granted: tools do not start processes");
    }

    @Override
    public boolean isGrantable() {
        return false;
    }

    @Override
    public <E extends Exception> Grant parse(
            String value, Function<String, Optional<String>> options, OwnFolder<E> own) {
        throw new IllegalArgumentException("subprocess is never granted");
    }
}
