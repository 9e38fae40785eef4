using System.Runtime.CompilerServices;
using System.Runtime.Versioning;

// File modes, the kernel's locks and /proc are used directly.
[assembly: SupportedOSPlatform("linux")]
[assembly: InternalsVisibleTo("ActorPbx.Node.Tests")]
