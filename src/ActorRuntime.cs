// The one place where the names of the actor runtime are mapped. ActorRuntime=bundled takes ActorPbx.Kernel,
// ActorRuntime=akka takes Akka.NET; every namespace of the one is the other's with its first word changed.
#if ACTOR_RUNTIME_AKKA
global using Akka;
global using Akka.Actor;
global using Akka.Configuration;
global using Akka.Dispatch;
global using Akka.Event;
global using Akka.Pattern;
global using Akka.Routing;
#else
global using ActorPbx.Kernel;
global using ActorPbx.Kernel.Actor;
global using ActorPbx.Kernel.Configuration;
global using ActorPbx.Kernel.Dispatch;
global using ActorPbx.Kernel.Event;
global using ActorPbx.Kernel.Pattern;
global using ActorPbx.Kernel.Routing;
#endif
