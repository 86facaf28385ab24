"""The words people use for the same thing, in both languages: what the search takes for one concept.

A star stands for any ending, an underscore for a space. Words are written without accents, as the search reads them.
A word may stand in several concepts. Request types bring only their own phrases (`RequestType.keywords`).
"""

CONCEPTS = {
    # Things
    "account": "account* acount* acct acc compt* cpt profil*",
    "phone": "phone* phon mobile* smartphone* iphone* iphon android samsung galaxy pixel huawei xiaomi cell cellphone* handset* "
    "telephon* telefon* tel tels telo fone fon portable* gsm",
    "computer": "computer* laptop* pc mac macbook* ordi ordis ordinateur* pc_portable desktop",
    "tablet": "tablet* ipad*",
    "device": "device* appareil* hardware materiel",
    "sim": "sim esim sim_card carte_sim operator* operateur* carrier*",
    "app": "app apps appli applis applicatio*",
    "email": "email* e_mail e_mails mail mails maill imail courriel* mel inbox* mailbox* mail_box messagerie* gmail* outlook* "
    "hotmail* yahoo* icloud proton* boite_mail boite_mails boite_de_reception boite_aux_lettres boite_e_mail",
    "message": "message* sms text_message texto* notification*",
    "password": "password* pasword* passwrd paswd passwd pwd pswd pw passcode* mdp mot_de_pas* mots_de_pas* mot_pass* motdepasse "
    "mo2pass pass_word code_d_acces",
    "username": "username* user_name user_names userid user_id login_name pseudo* identifiant* nom_d_utilisateur nom_utilisateur "
    "credential*",
    "second factor": "2fa a2f mfa tfa otp totp authenticat* authentificat* authy two_factor two_step 2_step 2_factor 2_fa 2_facteurs "
    "double_authentification double_auth double_facteur deux_facteurs second_factor twofactor 2factor 2step google_auth "
    "yubikey* yubi passkey* security_key cle_de_securite cles_de_securite cle_d_acces verification_en_deux",
    "security key": "yubikey* yubi passkey* security_key cle_de_securite cles_de_securite cle_usb fido",
    "code": "code* digit* chiffre* qr",
    "link": "link* lien* url",
    "settings": "setting* parametr* reglage* configuration preference*",
    "settings lock": "gsl vgp global_settings_lock global_setting_lock settings_lock setting_lock global_lock verrouillage_global "
    "verouillage_global "
    "verrou_global verrouillage_des_parametres",
    "global": "global*",
    "master key": "master_key masterkey cle_maitre cle_maitresse clef_maitre",
    "document": "document* docs doc paper papers papier* justificat* piece* attachment* proof* preuve* attestation*",
    "file": "file files fichier* photo* picture* scan* image* pdf screenshot* capture*",
    "identity": "identit* kyc passport* passeport* id id_card carte_d_identite cni selfie* driving_licence permis",
    "name": "name names nom noms prenom* surname* maiden lastname",
    "address": "address* adress* adres",
    "number": "number* numero* num nbr",
    "site": "site* website* webpage* domain* page pages web",
    "bank": "bank* banqu* banc* iban sepa",
    "transfer": "transfer* virement* sepa swift wire ach bank_transfer",
    "card": "card cards carte cartes visa mastercard cb apple_pay google_pay",
    "money": "money fund funds savings argent fonds solde soldes balance* euro euros dollar* sous thune fric tout_vide",
    "crypto": "bitcoin* btc eth ethereum ether crypto* coin coins token tokens usdt usdc sol solana xrp ripple doge litecoin ltc "
    "tether jeton* monero ada",
    "company": "company companies business* societe* entreprise* firm firms corporate llc ltd inc sarl sas sasu organisatio* "
    "organizatio*",
    "tax": "tax taxes fisc* impot* tin nif irs 1099 w9 w8 ssn",
    "retirement": "ira retirement pension* retraite retraites 401k",
    "video": "video* visio* zoom webcam",
    "question": "question* questionnaire*",
    "data": "data donnee* gdpr rgpd cnil dpo privacy confidentialit* personal_information informations_personnelles personal_data",
    "complaint": "complain* reclam* plainte* plaindre unhappy dissatisf* mecontent* ombudsman mediateur* mediation",
    "feedback": "feedback* suggest* rate rating ratings review* avis note noter satisf* improve* amelior* opinion* survey* sondage* "
    "enquete_de_satisfaction",
    "death": "died die dead deceas* death* passed_away pass_away deces decede* decedes mort morte morts funeral* estate* heritag* "
    "heritier* succession* inherit* heir heirs probate notair* bereave* deuil widow* veuf veuve executor* est_parti",
    "family": "father* mother* husband wife dad daddy mum mom parent* pere mere mari femme frere soeur oncle tante grand* son "
    "daughter brother sister uncle aunt conjoint* epoux epouse relative relatives proche proches papa maman famil* mon_fils",
    "job": "job jobs career* emploi* candidat* recrut* hiring cv resume stage stages internship* vacanc* poste embauch*",
    "partner": "partner* partenar* partenair* collab* sponsor*",
    "support": "support* agent* advisor* helpdesk customer_service service_client sav assistance conseiller* staff employee* employe*",
    "fee": "fee fees frais commission* tarif* pricing",
    "trade": "trade* trading order orders ordre ordres achat* vente* margin futures",
    # What happened
    "lost": "lost lose losing loss misplac* missing mising perd* perte paum* egar* disparu* introuvable* left_my left_it left_in "
    "laisse_mon laisse_ma oublie_mon_tel",
    "stolen": "stole* stolen steal* theft thief* thieves robbed robbery rob snatched mugged nicked pickpocket* burgl* vole* vol vols "
    "voleur* derob* cambriol* arrach* piqu* chour* tire",
    "broken": "broke* broken break smash* crack* dead died drown* damag* cass* kc bris* hs foutu* noye* mort morte fell_in fell_into "
    "tombe* panne",
    "new": "new newer brand_new nouv* nvx nveau neuf neuve",
    "changed": "chang* switch* upgrad* replac* remplac* update* modif* bought achete* mettre_a_jour mise_a_jour correct*",
    "reset": "reset* reseted reinit* wipe* factory format* reinstall*",
    "deleted": "delet* uninstall* supprim* suprim* efface* desinstall* remov* enlev* turn_off turn_it_off switch_off",
    "broken codes": "not_work* doesnt_work dont_work not_accepted marche_pas marchent_pas fonctionne_pas fonctionnent_pas",
    "working": "work works working marche* fonction* accept* accepte*",
    "forgot": "forgot* forget* forgt oubli* cant_remember dont_remember remember souvien* rappelle_plus perdu_mon_mdp "
    "perdu_mon_mot_de_passe lost_my_password",
    "expired": "expir* outdated perim* too_late no_longer_valid plus_valable plus_valide",
    "sign in": "login* logon log_in log_on logging_in loging log_me log_into logging sign_in sign_into signing_in signin signing "
    "signed* connect* conect* conex* conecter connexio* connexion get_in get_into s_identifier m_identifier se_loguer "
    "loguer entrer rentrer",
    "wrong": "invalid* incorrect* incorect* wrong* error* erreur* eror erron* mauvais* bad pas_bon pas_bonne unknown_user mismatch",
    "refused": "refus* reject* rejet* declin* denied deny failed fails fail not_accepted pas_accept* unsuccess*",
    "locked": "lock* block* bloqu* bloc* blok* disabl* desactiv* deactivat* suspend* frozen froze freez* ban banned banni* restrict* "
    "verrouill* gele* inactif inactive limited",
    "temporarily": "tempor* provisoir* momentan*",
    "unlock": "unlock* unblock* deverrouil* deverouil* debloqu* debloq* lift lever",
    "receive": "receiv* reciev* recev* recoi* recois recu* get getting got arriv* arive* come comes coming came vien* deliver* turn_up "
    "show_up never_got showing",
    "missing mail": "no_mail no_mails no_email no_emails pas_de_mail pas_de_mails pas_d_email aucun_mail aucun_email 0_mail zero_mail "
    "plus_de_mail plus_de_mails nothing_in_spam not_in_spam",
    "spam": "spam* junk indesirabl* pourriel*",
    "confirm": "confirm* activat* validat* valid* verif*",
    "old": "old ancien* former previous* vieil* vieux",
    "closed": "closed shut ferme fermee fermes clotur* clos terminated",
    "close": "close closes closing closure* shut_down shutting terminate* terminat fermer fermeture* ferm fermez cloturer cloture",
    "hours": "hour* heure* horair* opening_hours opening_times office_hours heures_d_ouverture horaires_d_ouverture",
    "reopen": "reopen* re_open reopn rouvr* reouv* re_ouvrir reactivat* reactiv* restor* unclose* undelete* open_again get_back "
    "ouvrir_a_nouveau ouvrir_de_nouveau come_back revenir",
    "open": "open opens opened ouvr*",
    "access": "access* acces* acced* aces",
    "hacked": "hack* hak* pirat* compromis* breach* intrus* hijack* taken_over took_over broke_into break_in got_into "
    "prise_de_controle",
    "stranger": "someone* somebody stranger* someone_else unknown* unrecogni* quelquun quelqu_un inconnu* autre_personne other_person "
    "not_me pas_moi wasnt_me c_est_pas_moi unauthori* non_autoris* sans_mon_accord without_permission without_my",
    "not mine": "didnt_make did_not_make didnt_do did_not_do never_made dont_recogni* not_recogni* do_not_recogni* pas_fait jamais_fait "
    "reconnais_pas reconnait_pas ne_reconnais pas_autorise not_mine not_authori* pas_reconnu",
    "strange": "suspicio* suspec* strange* weird* bizar* etrang* louche* unusual* inhabituel* odd anormal* abnormal*",
    "activity": "activit* transaction* operation* movement* mouvement*",
    "emptied": "empt* vide vidé drain* gone disparu* vider clean_out cleaned_out plus_rien",
    "withdraw": "withdr* withdraw* retrait retraits retir* cash_out cashout payout* sortie* sent_out",
    "deposit": "deposit* depot* depos* credit crediter",
    "waiting": "pending stuck waiting attente delay* retard* slow lent coince*",
    "fraud": "fraud* scam* arnaq* arnak* escroc* escroq* con_artist ripped_off swindl* tricked trick duped pieg*",
    "fake": "fake* faux fausse* false phish* fishing hamecon* impost* impersonat* imit* clone* usurp* pretend* bogus copycat "
    "lookalike look_alike faisant_passer fait_passer font_passer contrefa* spoof* not_really_you really_you vraiment_vous "
    "legit* officiel* genuine smishing",
    "call": "call called calling calls appel* phoned rang ring coup_de_fil telephoner",
    "call back": "call_back callback call_me rappel* ring_me phone_me speak_to talk_to parler_a etre_appele",
    "gave": "gave given share* shared donne donner communique* entered typed clicked cliqu* told transmis",
    "remote": "remote* anydesk teamviewer distance prise_en_main",
    "sim swap": "sim_swap simswap swap swapped sim_swapping",
    "unexpected": "unexpect* inattendu* surpris*",
    "marriage": "marri* wedding divorc* mariag* maiden_name nom_de_jeune_fille",
    "moved": "moved moving move demenag* relocat* house home maison appartement domicile",
    "verify": "verif* verify* prove prouver confirm* valid*",
    "beneficial owner": "benefic* owner* ubo shareholder* actionnair* proprietair* dirigeant* associes",
    "appointment": "appointment* book booking schedul* rendez_vous rdv reserv* slot slots creneau* prendre_rendez",
    "send": "send* sent submit* upload* envoy* envoi* transmet* transmettre telever* joindre fournir provide soumettre",
    "asked": "asked ask request* requir* demand* need needed want* reclame",
    "erase": "eras* effac* delet* supprim* forgotten oubli droit_a_l_oubli forget_me remove_my",
    "copy": "copy copie export* download* telecharg* obtain obtenir",
    "request": "request* demande* ticket* case dossier*",
    "police": "police gendarmerie depot_de_plainte police_report pv",
    "slow answer": "no_answer no_reply no_response still_waiting pas_de_reponse sans_reponse aucune_reponse ignored ignore weeks semaines "
    "nobody_answers personne_ne_repond",
    "other": "other others else autre* divers general* something miscellaneous",
    "travel": "travel* voyag* holiday* vacanc* abroad etranger trip",
}

_NOTHING_TOLD = """
a about after again ai aide ait ale all alors already also am an and any anymore anything are as at au aujourd aux
avant avec avez avoir be been before besoin bjr bonjour but by c ca can car ce cela ces cest cet cette chez chose com
comme comment could d dans de deja demain depuis des did do does doesn done down du each elle en encore est et etait
ete etre eu eux even everything fai faire fais fait find fo for from g had has have he hello help her here hers hey hi
hier his how http https i ici id il ils im in is isnt issue issues it its ive j jai je jme just juste kan kraken l la
le les leur leurs like lui m ma mai mais mal me meme merci mes mon my n ne need nos notre nous now nul of off on or
org ou our out par parce pb pbs peu peut peux pk please pls plz pour pourquoi pq pr prob problem probleme problemes
problems put q qd quand que quel quelle qui quoi read really s sa said sais salut say says se sea sen ses she si since
so soit son souci suis sur svp t ta te tell tes than thank thanks that thats the their them then there they thing
things think this thought to today tomorrow ton too toujours tout toute tres trop trouble try trying tu u un une up ur
urgence urgent us v very veux vos votre voudrais vouloir vous vs want was we well were what when where which who why
will with would www y yesterday yet you your youre
"""
NOTHING_TOLD = frozenset(_NOTHING_TOLD.split())
"""Words that tell nothing about what somebody means."""

NEGATIONS = """
no not non pas plus never jamais aucun aucune cant cannot couldnt dont doesnt didnt wont isnt arent havent hasnt hadnt
wasnt unable impossible sans without rien nothing none pa po
"""
"""Words that turn another one round: they tell a little, and only together."""
