### Models: why one answers with an error every time.

# What a fix sets for a model.
models-setting = { $place }, the model { $model }: { $setting }
api-version-differs =
    { $named ->
        [yes] { $name }
       *[no] A provider
    } does not support the version of its API that the gateway speaks. No question to it is answered.
# What is to be done by hand.
api-version-restart = Restart the gateway
api-version-newest = Where it is the newest already, look at the provider's api and baseUrl in models.providers
context-window-refused-some = The key may not use the long context of a model. Turn params.context1m off, or use another model.
context-window-refused = The key may not use the long context of { $model }, and the provider refuses what is asked. Waiting does not help.
# What the fix does.
context-window-sooner = Conversations are made shorter sooner
context-window-blocked = A conversation is longer than { $model } can read, and could not be made shorter. Write /new there to begin another.
local-model-content-some =
    A model's server { $want ->
        [plain] takes messages as plain text alone, and gets them in parts
       *[strict] takes no more of a message than its role and its content, and gets more
    }. Set { $setting } to true for that model.
local-model-content-is =
    The server of { $model } { $want ->
        [plain] takes messages as plain text alone, and gets them in parts
       *[strict] takes no more of a message than its role and its content, and gets more
    }{ $on ->
        [yes] , although { $setting } is on
       *[no] { "" }
    }. No question to it is answered.
# What the fix does.
local-model-content-then = The gateway takes it up by itself
local-model-tools-some = A model cannot use tools and was offered some. Set compat.supportsTools to false for that model.
local-model-tools-is =
    The model { $model } { $so ->
        [silent] ends its turns without a word, as small models do that are offered tools. It answers nothing
        [silent-without] ends its turns without a word, although it is offered no tools. A larger model may do better
        [refused] cannot use tools and is offered some. No question to it is answered
       *[refused-without] cannot use tools and is offered some, although compat.supportsTools is false for it
    }.
# What the fix does.
local-model-tools-then = It answers, and can look nothing up and do nothing by itself
model-fallback-none =
    { $model } is the main model and gave no answer { $count ->
        [one] once
       *[other] { $count } times
    } within the hour, and no other is named to take over.
# What the fix does.
model-fallback-then = What is asked goes to its provider then, and is paid there
