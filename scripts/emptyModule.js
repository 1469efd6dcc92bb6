// Stands in for packages that a bundle must not carry; see webpack.config.js.
module.exports = {};
