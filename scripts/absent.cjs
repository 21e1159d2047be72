/** Stands in the bundles for what the client of Docker needs only for a daemon behind ssh or for a build: neither is asked for. */
module.exports = {};
