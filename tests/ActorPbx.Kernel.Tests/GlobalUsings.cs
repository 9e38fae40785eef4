// The runtime's own tests look into it, so they are compiled with it whatever ActorRuntime says.
global using ActorPbx.Kernel;
global using ActorPbx.Kernel.Actor;
global using ActorPbx.Kernel.Configuration;
global using ActorPbx.Kernel.Event;
global using ActorPbx.Kernel.Pattern;
global using ActorPbx.Kernel.Routing;
global using ActorPbx.Kernel.TestKit;
global using TestKit = ActorPbx.Kernel.TestKit.Xunit2.TestKit;
