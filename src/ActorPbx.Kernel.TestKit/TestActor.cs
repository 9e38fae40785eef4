using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.TestKit;

/// <summary>The commands that a test actor obeys instead of queueing them.</summary>
public static class TestActor
{
    /// <summary>Says of a message whether the test actor shall drop it.</summary>
    public delegate bool Ignore(object message);

    /// <summary>See <see cref="AutoPilot.KeepRunning"/>.</summary>
    public static AutoPilot KeepRunning => TestKit.KeepRunning.Instance;

    /// <summary>See <see cref="AutoPilot.NoAutoPilot"/>.</summary>
    public static AutoPilot NoAutoPilot => TestKit.NoAutoPilot.Instance;

    /// <summary>The envelope of a kit that has received nothing.</summary>
    public static NullMessageEnvelope NullMessage => NullMessageEnvelope.Instance;

    /// <summary>Installs a filter of unwanted messages, or removes it with null.</summary>
    public class SetIgnore(Ignore? ignore) : INoSerializationVerificationNeeded
    {
        /// <summary>The filter.</summary>
        public Ignore? Ignore { get; } = ignore;
    }

    /// <summary>Makes the test actor watch another.</summary>
    public class Watch(IActorRef actorToWatch) : INoSerializationVerificationNeeded
    {
        /// <summary>The actor to watch.</summary>
        public IActorRef Actor { get; } = actorToWatch;
    }

    /// <summary>Makes the test actor stop watching another.</summary>
    public class Unwatch(IActorRef actorToUnwatch) : INoSerializationVerificationNeeded
    {
        /// <summary>The actor no longer watched.</summary>
        public IActorRef Actor { get; } = actorToUnwatch;
    }

    /// <summary>Installs a pilot.</summary>
    public class SetAutoPilot(AutoPilot autoPilot) : INoSerializationVerificationNeeded
    {
        /// <summary>The pilot.</summary>
        public AutoPilot AutoPilot { get; } = autoPilot;
    }

    /// <summary>Makes the test actor start a child, whose reference it then queues for the test.</summary>
    public class Spawn(Props props, Option<string> name, Option<SupervisorStrategy> supervisorStrategy) : INoSerializationVerificationNeeded
    {
        /// <summary>What to start.</summary>
        public readonly Props _props = props;

        /// <summary>The child's name, or none for a generated one.</summary>
        public readonly Option<string> _name = name;

        /// <summary>How the child is supervised, or none for the default strategy.</summary>
        public readonly Option<SupervisorStrategy> _supervisorStrategy = supervisorStrategy;

        /// <summary>Starts the child in the given context.</summary>
        public IActorRef Apply(IActorRefFactory context) =>
            _name.HasValue ? context.ActorOf(_props, _name.Value) : context.ActorOf(_props);
    }
}
