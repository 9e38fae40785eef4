using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("ActorPbx.Kernel.TestKit")]
[assembly: InternalsVisibleTo("ActorPbx.Kernel.TestKit.Tests")]
[assembly: InternalsVisibleTo("ActorPbx.Kernel.Tests")]
