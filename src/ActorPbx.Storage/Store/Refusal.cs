using ActorPbx.Pbx.Records;

namespace ActorPbx.Storage.Store;

/// <summary>What the store answers when it cannot do what it was asked.</summary>
internal static class Refusal
{
    /// <summary>Tells whoever sent the command; a question gets an empty answer, a note of a living call none.</summary>
    public static void Answer(StoreCommand command, IActorRef sender, string reason)
    {
        switch (command)
        {
            case StoreCall call:
                sender.Tell(new CallNotStored(call.Call, reason));
                break;
            case StoreBindings bindings:
                sender.Tell(new BindingsNotStored(bindings.Domain, bindings.Number, bindings.Version, reason));
                break;
            case StoreMessage message:
                sender.Tell(new MessageNotStored(message.Message.Id, reason));
                break;
            case LoadMessages load:
                sender.Tell(new MessagesLoaded(load.Domain, []));
                break;
            case LoadProtection:
                sender.Tell(new ProtectionLoaded([], []));
                break;
            case LoadBindings load:
                sender.Tell(new BindingsLoaded(load.Domain, []));
                break;
            case LoadDocument load:
                sender.Tell(new DocumentLoaded(load.Name, null));
                break;
            case CheckStore:
                sender.Tell(new StoreChecked(reason));
                break;
            case FindCalls:
                sender.Tell(new CallsFound([]));
                break;
        }
    }
}
