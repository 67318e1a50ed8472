package org.vexhost.loader.artifact;

import java.util.Objects;
import org.vexhost.loader.descriptor.ArtifactDigest;
import org.vexhost.loader.descriptor.ToolDescriptor;

/** A tool as it was read: complete, its descriptor checked, its module not yet. */
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

    /** What it says about itself. */
    public ToolDescriptor descriptor() {
        return descriptor;
    }

    /** The descriptor as it was deployed; not to be changed. */
    public byte[] descriptorJson() {
        return descriptorJson;
    }

    /** The module; not to be changed. */
    public byte[] module() {
        return module;
    }

    /** Of the module, in lower-case hexadecimal. */
    public String moduleSha256() {
        return digest.moduleSha256();
    }

    /** Of module and descriptor together: the same digest is the same tool. */
    public ArtifactDigest digest() {
        return digest;
    }
}
