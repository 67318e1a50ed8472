package org.vexhost.distribution.admin.folder;

import java.io.IOException;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Keeps configurations in memory, as long as its disk is said to have room. */
final class FakeConfigurationAdmin implements ConfigurationAdmin {

    static final String FULL = "java.io.IOException: No space left on device";

    private final Map<String, Kept> all = new TreeMap<>();
    private boolean isFull;

    void full(boolean full) {
        isFull = full;
    }

    List<String> ids() {
        return List.copyOf(all.keySet());
    }

    /** What holds, without where it comes from. */
    Map<String, Object> of(String id) {
        Map<String, Object> values = new HashMap<>(all.get(id).values);
        values.remove("felix.fileinstall.filename");
        return values;
    }

    /** As another bundle would. */
    void delete(String id) throws IOException {
        all.get(id).delete();
    }

    private void write() throws IOException {
        if (isFull) {
            throw new IOException("No space left on device");
        }
    }

    @Override
    public Configuration getConfiguration(String pid, @Nullable String location)
            throws IOException {
        Kept kept = all.get(pid);
        if (kept == null) {
            write();
            kept = new Kept(pid);
            all.put(pid, kept);
        }
        return kept;
    }

    @Override
    public Configuration getFactoryConfiguration(
            String factoryPid, String name, @Nullable String location) throws IOException {
        return getConfiguration(factoryPid + "~" + name, location);
    }

    @Override
    public Configuration getConfiguration(String pid) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Configuration getFactoryConfiguration(String factoryPid, String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Configuration createFactoryConfiguration(String factoryPid) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Configuration createFactoryConfiguration(String factoryPid, @Nullable String location) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Configuration[] listConfigurations(@Nullable String filter) {
        throw new UnsupportedOperationException();
    }

    private final class Kept implements Configuration {

        private final String pid;
        private Map<String, Object> values = Map.of();
        private boolean isDeleted;

        private Kept(String pid) {
            this.pid = pid;
        }

        private void change() throws IOException {
            if (isDeleted) {
                throw new IllegalStateException("deleted");
            }
            write();
        }

        @Override
        public String getPid() {
            return pid;
        }

        @Override
        public void update(Dictionary<String, ?> properties) throws IOException {
            change();
            Map<String, Object> read = new HashMap<>();
            properties
                    .keys()
                    .asIterator()
                    .forEachRemaining(key -> read.put(key, properties.get(key)));
            values = read;
        }

        @Override
        public boolean updateIfDifferent(Dictionary<String, ?> properties) throws IOException {
            Map<String, Object> before = values;
            update(properties);
            return !values.equals(before);
        }

        @Override
        public void delete() throws IOException {
            change();
            isDeleted = true;
            all.remove(pid);
        }

        @Override
        public Dictionary<String, Object> getProperties() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Dictionary<String, Object> getProcessedProperties(ServiceReference<?> reference) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String getFactoryPid() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void update() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setBundleLocation(@Nullable String location) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String getBundleLocation() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long getChangeCount() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void addAttributes(ConfigurationAttribute... attributes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Set<ConfigurationAttribute> getAttributes() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void removeAttributes(ConfigurationAttribute... attributes) {
            throw new UnsupportedOperationException();
        }
    }
}
