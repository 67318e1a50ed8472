/**
 * Connects deployment to the framework: bundles and services for tools, components, configuration.
 */
@NullMarked
package org.vexhost.loader.osgi;

import org.jspecify.annotations.NullMarked;
