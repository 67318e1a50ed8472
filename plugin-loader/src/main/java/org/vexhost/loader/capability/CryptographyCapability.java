package org.vexhost.loader.capability;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.loader.json.JsonCursor;
import org.vexhost.loader.json.JsonFormException;
import org.vexhost.loader.json.JsonText;

/** The capability to read entropy from the host. It is granted or not, without values. */
final class CryptographyCapability extends CapabilityType {

    CryptographyCapability() {
        super(Capability.CRYPTOGRAPHY);
    }

    @Override
    public boolean isDeterministic() {
        return false;
    }

    @Override
    List<String> grantMembers() {
        return List.of("cryptography");
    }

    @Override
    List<Grant> readGrants(String member, JsonCursor cursor, Path own) throws JsonFormException {
        return cursor.readBoolean() ? grantsWithoutValues() : List.of();
    }

    @Override
    void writeGrants(JsonText out, List<Grant> grants) {
        if (!only(Grant.Cryptography.class, grants).isEmpty()) {
            out.name("cryptography").value(true);
        }
    }

    @Override
    public List<Grant> grantsWithoutValues() {
        return List.of(new Grant.Cryptography());
    }

    @Override
    public <E extends Exception> Grant parse(
            String value, Function<String, Optional<String>> options, OwnFolder<E> own) {
        throw new IllegalArgumentException("cryptography takes no values");
    }
}
