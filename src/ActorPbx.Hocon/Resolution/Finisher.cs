using System.Runtime.CompilerServices;

namespace ActorPbx.Hocon.Resolution;

/// <summary>Follows everything below a slot to the end and makes the finished values; what is shared is finished once.</summary>
internal sealed class Finisher(Resolver resolver, HoconResolveOptions options)
{
    private int _depth;

    /// <summary>The finished value of a slot; null when it is undefined.</summary>
    public HoconValue? Finish(Slot slot)
    {
        if (slot.Finished) return slot.Value;
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) return FreshStack.Run(() => Finish(slot), slot);
        if (slot.Finishing) throw new HoconException($"'{slot.Path()}' contains itself by substitution", slot.Origin);
        slot.Finishing = true;
        var head = WholeView(slot);
        if (head is ObjectHead or ArrayHead && !resolver.OpenHeads.Add(head))
        {
            // Seen whole, a reference to what contains it is undefined; what was found for the sake of one key is forgotten.
            slot.Forget();
            head = WholeView(slot);
            if (head is ObjectHead or ArrayHead && !resolver.OpenHeads.Add(head))
                throw new HoconException($"'{slot.Path()}' contains itself by substitution", slot.Origin);
        }
        if (++_depth > options.MaxDepth + 1)
            throw new HoconException($"objects and arrays are nested deeper than {options.MaxDepth} levels", slot.Origin);
        var value = Make(head);
        if (head is not null) resolver.OpenHeads.Remove(head);
        slot.Finishing = false;
        _depth--;
        if (value is not null && value.Weight > options.MaxSize) throw resolver.TooLarge(value.Origin);
        if (value is not null && value.Depth > options.MaxDepth)
            throw new HoconException($"objects and arrays are nested deeper than {options.MaxDepth} levels", value.Origin);
        slot.Value = value;
        slot.Finished = true;
        return value;
    }

    private Head? WholeView(Slot slot)
    {
        resolver.Whole = true;
        return resolver.View(slot, slot.Top);
    }

    private HoconValue? Make(Head? head)
    {
        switch (head)
        {
            case ScalarHead scalar:
                if (!scalar.IsTogether) resolver.CountText(scalar.Length, scalar.Origin);
                return scalar.Value;
            case BlankHead blanks: return HoconScalar.String(blanks.Text, blanks.Origin);
            case ArrayHead array:
                var items = new List<HoconValue>(array.Count);
                foreach (var item in array.Items)
                    if (Finish(item) is { } value) items.Add(value);
                return new HoconArray(items, array.Origin);
            case ObjectHead fields:
                var values = new List<KeyValuePair<string, HoconValue>>(fields.Fields.Count);
                foreach (var (key, field) in fields.Fields)
                    if (Finish(field) is { } value) values.Add(new(key, value));
                return new HoconObject(values, fields.Origin, fields.KeyOrigins);
            default: return null;
        }
    }
}
