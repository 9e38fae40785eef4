using ActorPbx.Pbx.Records;

namespace ActorPbx.Storage.Store;

/// <summary>What the store answers when something is on disk.</summary>
internal static class Confirmation
{
    /// <summary>Tells whoever sent the command; notes that nobody waits for are not confirmed.</summary>
    public static void Answer(StoreCommand command, IActorRef sender)
    {
        switch (command)
        {
            case StoreCall call:
                sender.Tell(new CallStored(call.Call));
                break;
            case StoreBindings bindings:
                sender.Tell(new BindingsStored(bindings.Domain, bindings.Number, bindings.Version));
                break;
            case StoreMessage message:
                sender.Tell(new MessageStored(message.Message.Id));
                break;
        }
    }
}
