using System.Runtime.Versioning;

// Signals, network namespaces and the nodes' control sockets are used directly.
[assembly: SupportedOSPlatform("linux")]
