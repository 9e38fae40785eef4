// The test kit's names, mapped as in ActorRuntime.cs.
#if ACTOR_RUNTIME_AKKA
global using Akka.TestKit;
global using TestKit = Akka.TestKit.Xunit2.TestKit;
#else
global using ActorPbx.Kernel.TestKit;
global using TestKit = ActorPbx.Kernel.TestKit.Xunit2.TestKit;
#endif
