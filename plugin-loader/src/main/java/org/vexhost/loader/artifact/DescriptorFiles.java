package org.vexhost.loader.artifact;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.vexhost.loader.descriptor.DescriptorException;
import org.vexhost.loader.descriptor.ToolDescriptor;

/** Finds the files that belong to a descriptor. */
public final class DescriptorFiles {

    private DescriptorFiles() {}

    /**
     * Returns the module of a {@code NAME.tool.json}: the module that the descriptor names, or else
     * {@code NAME.wasm} beside it. The latter also applies if the descriptor cannot be read, or
     * names an impossible path.
     */
    public static Path module(Path descriptor) throws IOException {
        String stem = FileNames.stem(FileNames.of(descriptor), FileNames.DESCRIPTOR_SUFFIX);
        String fallback = stem + FileNames.MODULE_SUFFIX;
        try {
            byte[] json = BoundedFiles.read(descriptor, ToolDescriptor.MAX_BYTES);
            String module =
                    ToolDescriptor.parse(FileNames.of(descriptor), ToolDescriptor.Place.FILE, json)
                            .module()
                            .orElse(fallback);
            return descriptor.resolveSibling(module);
        } catch (ArtifactException | DescriptorException | InvalidPathException e) {
            return descriptor.resolveSibling(fallback);
        }
    }
}
