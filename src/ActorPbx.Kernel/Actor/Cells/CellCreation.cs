using ActorPbx.Kernel.Dispatch;
using ActorPbx.Kernel.Event;

namespace ActorPbx.Kernel.Actor;

/// <summary>Makes and clears the instance inside a cell.</summary>
internal static class CellCreation
{
    public static readonly Props TerminatedProps = Props.CreateTerminated();

    public static ActorInitializationException? RequirementFailure(ActorCell cell, Mailbox mailbox)
    {
        Type? required = cell.SystemImpl.Mailboxes.GetRequiredType(cell.Props.Type);
        return required is null || required.IsInstanceOfType(mailbox.MessageQueue)
            ? null
            : new ActorInitializationException(cell.Self, $"Actor [{cell.Self}] requires mailbox type [{required}] got [{mailbox.MessageQueue.GetType().FullName}]");
    }

    public static ActorBase NewInstance(ActorCell cell)
    {
        ActorBase actor = cell.Props.NewActor();
        cell.SystemImpl.ActorPipelineResolver.ResolvePipeline(actor.GetType())?.AfterActorIncarnated(actor, cell);
        if (actor is Internal.IInitializableActor initializable)
        {
            initializable.Init();
        }

        actor.SupervisorStrategyInternal = cell.Props.SupervisorStrategy;
        return actor;
    }

    /// <summary>Lets plugins do their last work on an instance while its mailbox is still there.</summary>
    public static void Release(ActorCell cell, ActorBase? actor)
    {
        if (actor is not null)
        {
            cell.SystemImpl.ActorPipelineResolver.ResolvePipeline(actor.GetType())?.BeforeActorTerminated(actor, cell);
        }
    }

    public static void Clear(ActorCell cell, ActorBase? actor)
    {
        if (actor is not null)
        {
            if (actor is IDisposable disposable)
            {
                try
                {
                    disposable.Dispose();
                }
                catch (Exception e)
                {
                    cell.SystemImpl.Log.Error(e, "An error occurred while disposing {0} actor. Reason: {1}", actor.GetType(), e.Message);
                }
            }

            actor.Clear(cell.SystemImpl.DeadLetters);
        }

        cell.ForgetBehavior();
    }

    public static Envelope RoundTrip(ActorCell cell, Envelope envelope)
    {
        object message = envelope.Message is DeadLetter dead ? dead.Message : envelope.Message;
        if (WrappedMessage.Unwrap(message) is INoSerializationVerificationNeeded)
        {
            return envelope;
        }

        object copy = RoundTrip(cell, message);
        return new Envelope(
            envelope.Message is DeadLetter letter ? new DeadLetter(copy, letter.Sender, letter.Recipient) : copy, envelope.Sender);
    }

    public static void RoundTripArguments(ActorCell cell, Props props)
    {
        foreach (object argument in props.Arguments)
        {
            if (argument is not null and not INoSerializationVerificationNeeded)
            {
                RoundTrip(cell, argument);
            }
        }
    }

    private static object RoundTrip(ActorCell cell, object message)
    {
        Serialization.Serialization serialization = cell.SystemImpl.Serialization;
        Serialization.Serializer serializer = serialization.FindSerializerFor(message);
        byte[] bytes = serializer.ToBinary(message);
        string manifest = Serialization.Serialization.ManifestFor(serializer, message);
        return serialization.Deserialize(bytes, serializer.Identifier, manifest);
    }
}
