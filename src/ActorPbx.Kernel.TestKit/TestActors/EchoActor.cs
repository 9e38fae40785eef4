using ActorPbx.Kernel.Actor;

namespace ActorPbx.Kernel.TestKit.TestActors;

/// <summary>Sends each message to the test actor, and back to its sender too.</summary>
public class EchoActor : ReceiveActor
{
    /// <summary>Echoes to the kit's test actor; with <paramref name="echoBackToSenderAsWell"/>, to the sender too.</summary>
    public EchoActor(TestKitBase testkit, bool echoBackToSenderAsWell = true)
    {
        ReceiveAny(message =>
        {
            var sender = Sender;
            var testActor = testkit.TestActor;
            if (echoBackToSenderAsWell && !Equals(testActor, sender))
                sender.Forward(message);
            testActor.Tell(message, Sender);
        });
    }

    /// <summary>The recipe of this actor.</summary>
    public static Props Props(TestKitBase testkit, bool echoBackToSenderAsWell = true) =>
        Actor.Props.Create(() => new EchoActor(testkit, echoBackToSenderAsWell));
}

/// <summary>Sends each message back to its sender.</summary>
public class SimpleEchoActor : ReceiveActor
{
    /// <summary>An echo.</summary>
    public SimpleEchoActor() => ReceiveAny(message => Sender.Tell(message, ActorRefs.NoSender));

    /// <summary>The recipe of this actor.</summary>
    public static Props Props() => Actor.Props.Create(() => new SimpleEchoActor());
}
