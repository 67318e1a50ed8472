package org.vexhost.loader.artifact;

import java.util.Objects;
import org.vexhost.loader.descriptor.ArtifactDigest;
import org.vexhost.loader.descriptor.ToolDescriptor;

/** An artifact that was read completely. The descriptor has been checked; the module has not. */
public final class LoadedArtifact {

    private final ToolDescriptor descriptor;
    private final byte[] descriptorJson;
    private final byte[] module;
    private final ArtifactDigest digest;

    LoadedArtifact(ToolDescriptor descriptor, byte[] descriptorJson, byte[] module) {
        this.descriptor = Objects.requireNonNull(descriptor, "descriptor");
        this.descriptorJson = Objects.requireNonNull(descriptorJson, "descriptorJson");
        this.module = Objects.requireNonNull(module, "module");
        this.digest = ArtifactDigest.of(descriptorJson, module);
    }

    /** Returns the descriptor. */
    public ToolDescriptor descriptor() {
        return descriptor;
    }

    /** Returns the bytes of the descriptor as it was deployed; must not be modified. */
    public byte[] descriptorJson() {
        return descriptorJson;
    }

    /** Returns the bytes of the module; must not be modified. */
    public byte[] module() {
        return module;
    }

    /** Returns the digest of the module, in lower-case hexadecimal. */
    public String moduleSha256() {
        return digest.moduleSha256();
    }

    /** Returns the digest of module and descriptor together, which identifies the artifact. */
    public ArtifactDigest digest() {
        return digest;
    }
}
