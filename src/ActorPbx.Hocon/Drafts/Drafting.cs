namespace ActorPbx.Hocon.Drafts;

/// <summary>Turns resolved values back into drafts, so that they can be merged with others.</summary>
internal static class Drafting
{
    public static Draft Of(HoconValue value) => value switch
    {
        HoconObject fields => Of(fields),
        HoconArray array => new DraftArray(array.Select(Of).ToList(), open: false, array.Origin),
        _ => new DraftScalar((HoconScalar)value),
    };

    private static DraftObject Of(HoconObject fields)
    {
        var draft = new DraftObject(fields.Origin);
        foreach (var (key, value) in fields)
        {
            var field = new DraftField(fields.KeyOrigin(key));
            field.Layers.Add(Of(value));
            draft.Fields[key] = field;
        }
        return draft;
    }
}
